// esbuild bundles style sheets that scripts import.
declare module "*.css";
