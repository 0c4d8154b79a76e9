import { gunzipSync } from "node:zlib";
import type { ReadEntry } from "tar";
import { UserError } from "../error.ts";
import { decodeText } from "../files/disk.ts";
import type { FileTree } from "../files/file-tree.ts";
import { checkPath, checkPaths } from "../files/gate.ts";
import { memoryTree } from "../files/memory-tree.ts";

/** The size limit after decompression. */
const mostBytes = 16 * 1024 * 1024;

const fileTypes = new Set<string>(["File", "OldFile", "ContiguousFile"]);

/**
 * Reads the files of a .tgz, as `npm pack` writes it, into memory. Nothing is unpacked to the disk. A link, a device,
 * or a path that leads out of the tarball is an error.
 */
export async function readTarball(bytes: Uint8Array, name: string): Promise<FileTree> {
  const entries = await readEntries(unzip(bytes, name), name);
  checkPaths([...entries.keys()].map((path) => ({ path, owner: name })));
  const files = new Map<string, string>();
  for (const [path, content] of entries) {
    // npm puts everything into the folder `package`.
    const inner = path.slice(path.indexOf("/") + 1);
    if (inner === "preset.json" || inner.startsWith("templates/"))
      files.set(inner, decodeText(content, `${name}: ${path}`));
  }
  return memoryTree(name, files);
}

function unzip(bytes: Uint8Array, name: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (cause) {
    const reason =
      cause instanceof RangeError ? `it unpacks to more than ${mostBytes} bytes` : "it is not a gzip file";
    throw new UserError("tarball", `${name}: ${reason}`, { cause });
  }
}

async function readEntries(tar: Buffer, name: string): Promise<ReadonlyMap<string, Buffer>> {
  const { Parser } = await import("tar");
  const files = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({ strict: true });
    const receive = (entry: ReadEntry): void => {
      try {
        checkEntry(entry, files, name);
      } catch (error) {
        reject(error);
      }
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => {
        if (fileTypes.has(entry.type)) files.set(entry.path, Buffer.concat(chunks));
      });
    };
    parser.on("entry", receive);
    parser.on("ignoredEntry", receive);
    parser.on("error", (cause: unknown) =>
      reject(new UserError("tarball", `${name} is not a tarball`, { cause })),
    );
    parser.on("end", resolve);
    parser.end(tar);
  });
  return files;
}

function checkEntry({ type, path }: ReadEntry, seen: ReadonlyMap<string, Buffer>, name: string): void {
  const isFolder = type === "Directory" || type === "GNUDumpDir";
  if (!isFolder && !fileTypes.has(type)) {
    throw new UserError("tarball", `${name}: ${path} is a ${type}`, {
      hint: "a preset contains only files and folders",
    });
  }
  checkPath(isFolder ? path.replace(/\/$/, "") : path);
  if (seen.has(path)) throw new UserError("tarball", `${name} has ${path} twice`);
}
