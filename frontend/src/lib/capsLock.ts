import { type KeyboardEvent, useState } from 'react';

/** Whether Caps Lock is on, as far as the last key said; handlers for the field where it matters. */
export function useCapsLock() {
  const [on, setOn] = useState(false);
  const look = (event: KeyboardEvent) => {
    // Events made by password managers are no keyboard events.
    if (typeof event.getModifierState === 'function') setOn(event.getModifierState('CapsLock'));
  };
  return { on, handlers: { onKeyDown: look, onKeyUp: look, onBlur: () => setOn(false) } };
}
