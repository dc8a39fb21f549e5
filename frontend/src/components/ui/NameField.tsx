import { type ComponentProps, type ReactNode, useId, useRef } from 'react';
import { isKana, tidyKana, tidyName, toHiragana } from '@/lib/kana';
import { setInputValue, TextField } from './TextField';

type Registration = Pick<ComponentProps<'input'>, 'name' | 'onChange' | 'onBlur' | 'ref'>;

export interface NameFieldProps {
  nameLabel: ReactNode;
  kanaLabel: ReactNode;
  /** `register('name')` and `register('kana')` of the form. */
  name?: Registration;
  kana?: Registration;
  defaultName?: string;
  defaultKana?: string;
  nameError?: string;
  kanaError?: string;
  nameHint?: ReactNode;
  kanaHint?: ReactNode;
  required?: boolean;
  id?: string;
}

/**
 * A name and its reading. The reading fills itself from what the input method is given before conversion, until somebody
 * edits it by hand; a name pasted in half-width kana gives its own reading.
 */
export function NameField(props: NameFieldProps) {
  const own = useId();
  const id = props.id ?? own;
  const nameInput = useRef<HTMLInputElement | null>(null);
  const kanaInput = useRef<HTMLInputElement | null>(null);
  const reading = useReading(kanaInput, Boolean(props.defaultKana));
  return (
    <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
      <TextField
        {...props.name}
        ref={joinRefs(nameInput, props.name?.ref)}
        id={`${id}-name`}
        label={props.nameLabel}
        hint={props.nameHint}
        error={props.nameError}
        required={props.required}
        defaultValue={props.defaultName}
        tidy={tidyName}
        onCompositionUpdate={(e) => reading.composing(e.data)}
        onCompositionEnd={(e) => reading.composed(e.data)}
        onInput={(e) => reading.typed(e.currentTarget, e.nativeEvent as InputEvent)}
      />
      <TextField
        {...props.kana}
        ref={joinRefs(kanaInput, props.kana?.ref)}
        id={`${id}-kana`}
        label={props.kanaLabel}
        hint={props.kanaHint}
        error={props.kanaError}
        defaultValue={props.defaultKana}
        tidy={tidyKana}
        onInput={(e) => reading.edited(e.currentTarget)}
      />
    </div>
  );
}

/** Collects the reading of a name from composition events and writes it into the kana field. */
function useReading(kana: React.RefObject<HTMLInputElement | null>, filled: boolean) {
  const state = useRef({ byHand: filled, writing: false, last: '' });
  const write = (text: string) => {
    if (!kana.current || state.current.byHand) return;
    state.current.writing = true;
    setInputValue(kana.current, text);
    state.current.writing = false;
  };
  return {
    composing(data: string) {
      // Before conversion the composition is kana with perhaps one letter still open (やまd): that is the reading.
      const typed = data.replace(/[a-zA-Zａ-ｚＡ-Ｚ]+$/, '');
      if (typed && isKana(typed)) state.current.last = typed;
    },
    composed(data: string) {
      if (data) write((kana.current?.value ?? '') + toHiragana(state.current.last));
      state.current.last = '';
    },
    typed(input: HTMLInputElement, event: InputEvent) {
      if (event.isComposing) return;
      if (input.value === '') {
        state.current.byHand = false;
        write('');
      } else if (event.inputType === 'insertFromPaste' && isKana(input.value)) {
        write(tidyKana(input.value));
      } else if (event.data === ' ' || event.data === '　') {
        write(`${kana.current?.value ?? ''} `);
      }
    },
    edited(input: HTMLInputElement) {
      if (!state.current.writing) state.current.byHand = input.value !== '';
    },
  };
}

function joinRefs(own: React.RefObject<HTMLInputElement | null>, given: React.Ref<HTMLInputElement> | undefined) {
  return (node: HTMLInputElement | null) => {
    own.current = node;
    if (typeof given === 'function') given(node);
    else if (given) given.current = node;
  };
}
