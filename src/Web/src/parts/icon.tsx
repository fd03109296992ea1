import type { JSX } from 'preact';

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'idle';

// Every tone has its own shape, so that a viewer who does not see colours can tell the states apart.
const SHAPES: Record<Tone, JSX.Element> = {
  ok: <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />,
  info: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  warn: (
    <path
      d="M8 2 15 14H1zM8 6.2v3.6M8 11.4v.9"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  ),
  bad: <path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />,
  idle: (
    <>
      <circle cx="3" cy="8" r="1.6" fill="currentColor" />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" />
      <circle cx="13" cy="8" r="1.6" fill="currentColor" />
    </>
  ),
};

export function Icon({ tone, size = 12 }: { tone: Tone; size?: number }): JSX.Element {
  return (
    <svg class={`icon ${tone}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[tone]}
    </svg>
  );
}

export function Brand(): JSX.Element {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M2 13h3l3-8 4 11 2.5-6H18" />
    </svg>
  );
}

export function Gear(): JSX.Element {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path d="M3 6h6m6 0h2M3 14h2m6 0h6" />
      <circle cx="12" cy="6" r="2.5" />
      <circle cx="8" cy="14" r="2.5" />
    </svg>
  );
}
