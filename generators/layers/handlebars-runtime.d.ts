// The package types its full build alone; the runtime is the same object without the compiler.
declare module "handlebars/runtime.js" {
  import Handlebars from "handlebars";
  export default Handlebars;
}
