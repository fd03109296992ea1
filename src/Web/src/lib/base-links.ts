import { options, type VNode } from 'preact';
import { onServer } from './base.ts';

// Views write links as paths without the base. Every link gets the base here, so that it also works in a new tab and when it is copied.
const before = options.vnode;
options.vnode = (vnode: VNode) => {
  const props = vnode.props as { href?: unknown };
  if (vnode.type === 'a' && typeof props.href === 'string' && props.href.startsWith('/')) props.href = onServer(props.href);
  before?.(vnode);
};
