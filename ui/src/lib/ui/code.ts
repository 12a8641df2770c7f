/** A recovery code as it is compared: no spaces or dashes, capitals, and look-alikes read as the signs that codes use. */
export function plainCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
