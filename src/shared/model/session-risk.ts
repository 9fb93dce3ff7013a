/**
 * Probability that a session of `requests` requests meets none that is slower than the percentile: pᵏ. Of sessions of 50
 * requests, only three in five (0.99⁵⁰ = 0.605) never meet the slowest one in a hundred. It takes requests for independent;
 * where slow ones come in bursts, more sessions are spared and the others meet several.
 * @param percentile 0..100
 * @param requests whole and not negative
 * @returns 0..1
 */
export function chanceOfNoSlower(percentile: number, requests: number): number {
  return (percentile / 100) ** requests;
}
