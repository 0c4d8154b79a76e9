const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/** Whether Windows treats a file of this name as a device, which does not depend on its extension or case. */
export function isWindowsDevice(name: string): boolean {
  return device.test(name);
}
