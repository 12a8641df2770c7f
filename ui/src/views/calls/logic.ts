/** Whether what was typed is a telephone number rather than a name: figures, with the marks that stand between them. */
export function looksLikeNumber(text: string): boolean {
  return /^[+\d][\d\s()（）-]{4,}$/.test(text.trim());
}
