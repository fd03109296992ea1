/** Gives each name a place, and so a colour, that it keeps for as long as it is among the names. */
export function keepPlaces(before: readonly (string | null)[], names: readonly string[]): (string | null)[] {
  const places = before.map(name => (name !== null && names.includes(name) ? name : null));
  for (const name of names) {
    if (places.includes(name)) continue;
    const free = places.indexOf(null);
    if (free >= 0) places[free] = name;
  }
  return places;
}
