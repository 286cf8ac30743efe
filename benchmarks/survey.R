# All measures with errors by province, as one writes it with the package survey.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(TRUE)[1])
indicators <- paste0("d", 0:9)
weights <- c(rep(3, 4), rep(1, 6)) / 18
d$score <- as.vector(as.matrix(d[indicators]) %*% weights)
begun <- proc.time()[["elapsed"]]
for (cutoff in c(1/5, 1/3, 1/2)) {
  d$poor <- as.numeric(d$score >= cutoff - 1e-9)
  d$m0 <- d$score * d$poor
  for (name in indicators) d[[paste0("c_", name)]] <- d[[name]] * d$poor
  design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
  named <- c("poor", "m0", paste0("c_", indicators), if (cutoff == 1/5) indicators)
  means <- svyby(reformulate(named), ~province, design, svymean)
  intensity <- svyby(~m0, ~province, design, svyratio, denominator = ~poor)
  stopifnot(all(is.finite(SE(means)[, 1])), nrow(intensity) == nrow(means))
}
cat(proc.time()[["elapsed"]] - begun, "\n")
