import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go, path } from '../lib/router.ts';
import { settings } from '../lib/settings.ts';
import { ShortcutList } from '../parts/shortcut-list.tsx';
import { findView, registeredViews } from '../parts/view.ts';
import { KeySequence } from './key-sequence.ts';

/** Single keys, except where the viewer types. Settings can turn them off. */
export function ShortcutKeys(): JSX.Element {
  const help = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const everywhere: Record<string, () => boolean> = { '?': () => toggle(help.current!) };
    for (const view of registeredViews()) if (view.goKey) everywhere[`g ${view.goKey}`] = () => open(view.path);
    const sequence = new KeySequence(Date.now);

    function onKey(event: KeyboardEvent): void {
      if (!settings.value.shortcuts || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as Element;
      if (target.closest('input,select,textarea,[contenteditable]')) return;
      if (document.querySelector('dialog[open]') && event.key !== '?') return;
      if (event.key === ' ' && target.closest('button,a,summary,label')) return;
      const ofView = findView(path.value)?.view.shortcuts?.map(shortcut => shortcut.actions) ?? [];
      if (sequence.press(event.key, target, Object.assign({}, everywhere, ...ofView))) event.preventDefault();
    }

    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <dialog
      class="modal"
      ref={help}
      aria-labelledby="help-title"
      onClick={e => {
        if (e.target === e.currentTarget) e.currentTarget.close();
      }}
    >
      <div class="tx-head">
        <h2 id="help-title">Keyboard</h2>
        <span class="spacer" />
        <button type="button" class="btn s" onClick={() => help.current!.close()}>
          Close
        </button>
      </div>
      <div class="body">
        <ShortcutList />
        <p class="muted">Settings can turn these keys off.</p>
      </div>
    </dialog>
  );
}

function toggle(dialog: HTMLDialogElement): boolean {
  if (dialog.open) dialog.close();
  else dialog.showModal();
  return true;
}

function open(address: string): boolean {
  go(address);
  return true;
}
