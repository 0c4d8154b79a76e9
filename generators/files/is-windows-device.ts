const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/** Whether Windows takes a file of this name for a device, which it does whatever the extension and the case. */
export function isWindowsDevice(name: string): boolean {
  return device.test(name);
}
