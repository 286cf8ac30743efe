// A real OpenID provider on loopback, for one test: node oidc_provider.mjs REDIRECT_URI
// It prints its address. GET /as?name=NAME says who signs in next, without a page.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [redirect] = process.argv.slice(2);
const server = createServer((request, response) => handler(request, response));
let handler;
server.listen(0, "127.0.0.1", () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(address, {
    clients: [
      { client_id: "pinto", client_secret: "a-secret-of-the-test", redirect_uris: [redirect] },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username", "name"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, name: "ไม่ควรถูกเก็บ" }),
    }),
  });
  const callback = provider.callback();
  handler = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, address);
    if (pathname === "/as") {
      who = searchParams.get("name");
      response.end();
    } else if (pathname.startsWith("/interaction/")) {
      await answered(provider, request, response);
    } else {
      callback(request, response);
    }
  };
  console.log(address);
});

let who = "";

async function answered(provider, request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const login = { accountId: who };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, {
    mergeWithLastSubmission: true,
  });
}
