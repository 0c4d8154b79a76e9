import { isWindowsDevice } from "../files/is-windows-device.ts";
import type { Problem } from "./option.ts";

/** The first elements of the standard library's import paths, and the names that the go command reserves. */
const standard = new Set(
  (
    "archive bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors expvar " +
    "flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime " +
    "slices sort std strconv strings structs sync syscall testing text time toolchain unicode unique unsafe vendor weak C"
  ).split(" "),
);

/**
 * Checks a module path by Go's own rules, those of `CheckPath` in golang.org/x/mod/module, with these differences: a
 * first element without a dot is accepted, as `go mod init` does, unless it belongs to the standard library; an
 * element `vendor` is refused, because the go command can't import it; and Windows' device names include `com0`, as
 * they do for every other path.
 */
export function checkModulePath(path: string): Problem | undefined {
  const reason = defect(path);
  if (reason === undefined) return undefined;
  const message = `illegal module path ${JSON.stringify(path)}: ${reason}`;
  return { code: "module-path", message, hint: suggestion(path) };
}

function defect(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.includes("://")) return "it is a URL";
  if (path.startsWith("-")) return "leading dash";
  if (path.startsWith("/")) return "leading slash";
  if (path.includes("//")) return "double slash";
  if (path.endsWith("/")) return "trailing slash";
  for (const element of path.split("/")) {
    const reason = elementDefect(element);
    if (reason !== undefined) return reason;
  }
  return firstElementDefect(path.split("/")[0] ?? "") ?? versionDefect(path);
}

function elementDefect(element: string): string | undefined {
  if (/^\.+$/.test(element)) return `invalid path element "${element}"`;
  if (element.startsWith(".")) return "leading dot in path element";
  if (element.endsWith(".")) return "trailing dot in path element";
  const [odd] = element.match(/[^A-Za-z0-9\-._~]/u) ?? [];
  if (odd !== undefined) return `invalid character ${JSON.stringify(odd)}`;
  const [short = ""] = element.split(".");
  if (isWindowsDevice(short)) return `"${short}" is disallowed as path element component on Windows`;
  if (/~\d+$/.test(short)) return "trailing tilde and digits in path element";
  return element === "vendor" ? 'the go command reserves "vendor"' : undefined;
}

function firstElementDefect(first: string): string | undefined {
  if (!first.includes(".")) {
    return standard.has(first) ? `"${first}" belongs to Go's standard library` : undefined;
  }
  const [odd] = first.match(/[^a-z0-9\-.]/) ?? [];
  return odd === undefined ? undefined : `invalid character ${JSON.stringify(odd)} in first path element`;
}

function versionDefect(path: string): string | undefined {
  if (path.startsWith("gopkg.in/")) {
    const legal = /\.v(0|[1-9][0-9]*)(-unstable)?$/.test(path);
    return legal ? undefined : "gopkg.in paths end in .vN";
  }
  const [, major] = path.match(/\/v([0-9.]+)$/) ?? [];
  if (major === undefined) return undefined;
  const legal = /^[1-9][0-9]*$/.test(major) && major !== "1";
  return legal ? undefined : "a major version suffix is /v2 or later";
}

function suggestion(path: string): string {
  const better = path
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/\.git$/, "")
    .replace(/^\/+|\/+$/g, "")
    .replace(/^[^/]*\.[^/]*/, (first) => first.toLowerCase())
    .replace(/\/v[0-9.]+$/, "");
  const usable = better !== "" && better !== path && defect(better) === undefined;
  return usable ? `try --module ${better}` : "for example github.com/acme/orders";
}
