import type { JSX } from 'preact';
import { may } from '../../../lib/session.ts';
import '../../../styles/rules.css';
import { LabelForm } from './label-form.tsx';
import { Trial } from './trial.tsx';

/** What a person may say of a transaction, and what any rule says of it. */
export const Judge = ({ id }: { id: string }): JSX.Element => (
  <>
    {may('Analyst') && <LabelForm key={`label ${id}`} id={id} />}
    {may('RuleEditor', 'Analyst') && <Trial key={`trial ${id}`} id={id} />}
  </>
);
