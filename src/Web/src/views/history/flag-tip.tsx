import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { DecisionDto, DecisionList } from '../../contract.ts';
import { get } from '../../lib/api.ts';
import { words } from '../../lib/format.ts';

const PAUSE_MS = 200;
const WIDTH = 360;

interface Tip {
  id: string;
  decisions: readonly DecisionDto[];
  left: number;
  top: number;
}

/**
 * Why a row is flagged, beside its mark: while the pointer is on the mark, and while the row has the focus. The rows carry names only, so
 * the sentences are read when they are asked for.
 */
export function FlagTip(): JSX.Element | null {
  const tip = useSignal<Tip | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: Element | null = null;

    function hide(): void {
      clearTimeout(timer);
      shown?.closest('tr')?.removeAttribute('aria-describedby');
      shown = null;
      tip.value = null;
    }

    function look(event: Event): void {
      const target = event.target as Element;
      if (target.closest('.flag-tip')) return;
      const row = target.closest<HTMLElement>('.grid tr[data-id]');
      const mark = event.type === 'focusin' ? row?.querySelector('.pill.warn') : target.closest('.pill.warn');
      if (mark && mark === shown) return;
      // The pointer passes over other things while the focus stays on its row.
      if (!mark && event.type === 'pointerover' && shown?.closest('tr') === document.activeElement) return;
      hide();
      if (!mark || !row) return;
      shown = mark;
      timer = setTimeout(() => void show(mark, row), PAUSE_MS);
    }

    async function show(mark: Element, row: HTMLElement): Promise<void> {
      const id = row.dataset.id!;
      const answer = await get<DecisionList>(`/api/v1/transactions/${id}/decisions`).catch(() => null);
      // A scrolled table may show another transaction in the same element.
      if (shown !== mark || row.dataset.id !== id || !answer) return;
      const flags = answer.decisions.filter(d => d.isFlag);
      if (flags.length === 0) return;
      mark.removeAttribute('title');
      row.setAttribute('aria-describedby', 'flag-tip');
      tip.value = { id, decisions: flags, ...placeBelow(mark) };
    }

    // The tip follows its mark, until the table shows another transaction in its place or the mark leaves the window.
    function onScroll(): void {
      if (!tip.value || !shown) return;
      const { bottom } = shown.getBoundingClientRect();
      if (shown.closest<HTMLElement>('tr')?.dataset.id !== tip.value.id || bottom < 0 || bottom > innerHeight) hide();
      else tip.value = { ...tip.value, ...placeBelow(shown) };
    }

    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', look);
    document.addEventListener('focusin', look);
    document.addEventListener('keydown', onKey);
    document.addEventListener('scroll', onScroll, true);
    return () => {
      hide();
      document.removeEventListener('pointerover', look);
      document.removeEventListener('focusin', look);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('scroll', onScroll, true);
    };
  }, []);

  const known = tip.value;
  if (!known) return null;
  return (
    <div class="flag-tip" id="flag-tip" role="tooltip" style={{ left: `${known.left}px`, top: `${known.top}px` }}>
      {known.decisions.map(decision => (
        <p key={decision.rule}>
          <b>{words(decision.rule)}</b> {decision.sentence}
        </p>
      ))}
    </div>
  );
}

function placeBelow(mark: Element): { left: number; top: number } {
  const { left, bottom } = mark.getBoundingClientRect();
  return { left: Math.max(8, Math.min(left, innerWidth - WIDTH - 8)), top: bottom };
}
