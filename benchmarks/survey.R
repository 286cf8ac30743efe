# H, A, M0, ten headcounts and ten censored ones at a third, with errors by province.
# Told: seconds of one svyby for each figure, as its manual shows, then of all means in one call.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(TRUE)[1])
indicators <- paste0("d", 0:9)
weights <- c(rep(3, 4), rep(1, 6)) / 18
d$score <- as.vector(as.matrix(d[indicators]) %*% weights)
d$poor <- as.numeric(d$score >= 1/3 - 1e-9)
d$m0 <- d$score * d$poor
censored <- paste0("c_", indicators)
d[censored] <- d[indicators] * d$poor
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
means <- c("poor", "m0", indicators, censored)
timed <- function(work) {
  begun <- proc.time()[["elapsed"]]
  work()
  proc.time()[["elapsed"]] - begun
}
intensity <- function() svyby(~m0, ~province, design, svyratio, denominator = ~poor)
each <- timed(function() {
  for (name in means) stopifnot(all(SE(svyby(reformulate(name), ~province, design, svymean)) > 0))
  intensity()
})
together <- timed(function() {
  svyby(reformulate(means), ~province, design, svymean)
  intensity()
})
cat(together, each, "\n")
