export const root: string;
export function run(command: string, args: readonly string[], options?: object): boolean;
export function install(): boolean;
export function findGo():
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly reason: string };
export function hasCompiler(): boolean;
