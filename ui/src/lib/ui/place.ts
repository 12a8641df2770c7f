interface Box {
  left: number;
  top: number;
  bottom: number;
  width: number;
  height: number;
}

/** Where a surface goes: under its anchor, above it when there is no room below, and never outside the window. */
export function place(
  anchor: Box,
  surface: { width: number; height: number },
  wide: number,
  high: number,
): { left: number; top: number } {
  const gap = 4;
  const edge = 8;
  const below = anchor.bottom + gap;
  const above = anchor.top - gap - surface.height;
  const top = Math.min(below + surface.height <= high - edge || above < edge ? below : above, high - edge - surface.height);
  const left = Math.min(anchor.left, wide - edge - surface.width);
  return { left: Math.max(edge, left), top: Math.max(edge, top) };
}
