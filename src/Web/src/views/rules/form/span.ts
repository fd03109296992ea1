const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** PT10M → 10m, as the language writes it: in the largest unit without a fraction, and a single day as 24h. */
export function spanOf(iso: string): string {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso);
  if (!match) return iso;
  const [days, hours, minutes, seconds] = match.slice(1).map(part => Number(part ?? 0)) as [number, number, number, number];
  const total = days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
  const [unit, length] = UNITS.find(([name, size]) => total % size === 0 && !(name === 'd' && total === size)) ?? UNITS[3];
  return `${total / length}${unit}`;
}

/** 10m → PT10M; null for anything else. */
export function isoOf(span: string): string | null {
  const match = /^(\d+)([smhd])$/.exec(span.trim());
  if (!match) return null;
  return match[2] === 'd' ? `P${match[1]}D` : `PT${match[1]}${match[2]!.toUpperCase()}`;
}
