/** A font file as a `data:` URL, put into the code by the bundler: every host finds it, and nothing is fetched. */
declare module '*.woff2?inline' {
  const url: string;
  export default url;
}
