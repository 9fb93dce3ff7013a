/** AssemblyScript, compiled to WebAssembly by `scripts/wasm/plugin.mjs`, in base64. */
declare module '*?asc' {
  const base64: string;
  export default base64;
}
