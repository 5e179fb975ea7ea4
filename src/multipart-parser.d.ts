declare module 'node-fetch/src/utils/multipart-parser.js' {
  /** Node-fetch's own reader of form data, which nothing here calls. */
  export const toFormData: unknown;
}
