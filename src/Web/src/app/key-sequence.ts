type Actions = Readonly<Record<string, (target: Element) => boolean>>;

/** The second key of a pair has to follow the first within this time. */
const PAIR_MS = 1_500;

/** Turns single keys into actions, where an action may belong to a pair of keys such as "g l". */
export class KeySequence {
  private first = '';
  private firstAt = 0;

  constructor(private readonly now: () => number) {}

  /** Runs the action of a key, or of the pair that it ends. True when the key was used. */
  press(key: string, target: Element, actions: Actions): boolean {
    const first = this.now() - this.firstAt < PAIR_MS ? this.first : '';
    this.first = '';
    const ofPair = actions[`${first} ${key}`];
    if (first !== '' && ofPair) return ofPair(target);
    if (Object.keys(actions).some(keys => keys.startsWith(`${key} `) && keys !== key)) {
      this.first = key;
      this.firstAt = this.now();
      return true;
    }
    return actions[key]?.(target) ?? false;
  }
}
