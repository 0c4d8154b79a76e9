import { type Disk, realDisk } from "../../../generators/files/disk.ts";

/** The operations that change the disk. */
const changing = [
  "chmodSync",
  "fchmodSync",
  "linkSync",
  "mkdirSync",
  "mkdtempSync",
  "openSync",
  "renameSync",
  "writeFileSync",
] as const satisfies readonly (keyof Disk)[];

interface FailingDisk {
  readonly disk: Disk;
  /** How many operations were tried. */
  readonly count: () => number;
}

/** The real disk until the `failing`th change, which fails with this code; undoing (unlink, rmdir, rm) works. */
export function failingDisk(
  failing: number,
  code: string,
  before: () => void = () => undefined,
): FailingDisk {
  let count = 0;
  let failed = false;
  const step = (): void => {
    count++;
    if (count !== failing || failed) return;
    failed = true;
    before();
    throw Object.assign(new Error(`${code}: injected`), { code });
  };
  const wrapped = changing.map((name) => {
    const original = realDisk[name];
    return [
      name,
      (...args: unknown[]): unknown => {
        step();
        const result: unknown = Reflect.apply(original, realDisk, args);
        return result;
      },
    ] as const;
  });
  return { disk: { ...realDisk, ...Object.fromEntries(wrapped) }, count: () => count };
}
