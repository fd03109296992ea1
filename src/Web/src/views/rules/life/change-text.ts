import type { RuleChangeDto } from '../../../contract.ts';

/** moved from Shadow to Rollout 10 % */
export function changeText({ from, to, percent }: Pick<RuleChangeDto, 'from' | 'to' | 'percent'>, word: string): string {
  if (from === to && percent === 0) return word;
  const end = percent > 0 ? `${to} ${percent} %` : to;
  return `${word} from ${from} to ${end}`;
}
