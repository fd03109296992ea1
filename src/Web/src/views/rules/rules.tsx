import type { JSX } from 'preact';
import { query } from '../../lib/router.ts';
import '../../styles/rules.css';
import { NewRule } from './edit/new-rule.tsx';
import { RuleList } from './rule-list.tsx';
import { RulePage } from './rule-page.tsx';

/** All rules, or the page on which a new one is written: `?view=new`, with `text` to begin with. */
export const Rules = (): JSX.Element =>
  query.value.get('view') === 'new' ? <NewRule begin={query.value.get('text') ?? ''} /> : <RuleList />;

export const OneRule = ({ id }: { id: string }): JSX.Element => <RulePage key={id} name={id} />;
