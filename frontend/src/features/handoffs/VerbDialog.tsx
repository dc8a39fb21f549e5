import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, type ButtonVariant, Dialog, ErrorSummary, NoticeBanner, ProblemPanel } from '@/components/ui';
import { type Meanwhile, useMeanwhileText } from './conflict';
import type { useVerb } from './useVerb';

export interface VerbDialogProps {
  title: string;
  /** What this verb does, for somebody who does it the first time. */
  lead?: ReactNode;
  submit: string;
  icon?: LucideIcon;
  variant?: ButtonVariant;
  verb: Pick<ReturnType<typeof useVerb>, 'busy' | 'faults' | 'problem' | 'attempt' | 'form'>;
  onClose: () => void;
  /** What became of the handoff while the dialog was open. */
  meanwhile?: Meanwhile;
  size?: 'sm' | 'md' | 'lg';
  children?: ReactNode;
}

/** The frame of every dialog that does one verb: lead, conflict, failure, the form, and its two buttons. */
export function VerbDialog(props: VerbDialogProps) {
  const { title, lead, submit, icon, variant, verb, onClose, meanwhile, size, children } = props;
  const t = useTranslations('handoffs.dialog');
  const ui = useTranslations('ui');
  const id = useId();
  const [typed, setTyped] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const over = meanwhile !== undefined && !meanwhile.still;
  const leave = () => (typed && !over ? setLeaving(true) : onClose());
  return (
    <Dialog
      open
      title={title}
      size={size}
      onClose={leaving ? () => setLeaving(false) : leave}
      footer={
        leaving ? (
          <Leaving onStay={() => setLeaving(false)} onLeave={onClose} />
        ) : over ? (
          <Button onClick={onClose}>{t('seeNow')}</Button>
        ) : (
          <>
            <Button type="submit" form={id} icon={icon} variant={variant} busy={verb.busy}>
              {meanwhile ? t('again') : submit}
            </Button>
            <Button variant="outline" onClick={leave}>
              {ui('cancel')}
            </Button>
            <p className="ml-auto self-center text-[0.875rem] text-solid-gray-700 max-sm:hidden">{t('ctrlEnter')}</p>
          </>
        )
      }
    >
      <form id={id} {...verb.form} onInput={() => setTyped(true)} className="flex flex-col gap-5">
        {meanwhile && <MeanwhileNotice meanwhile={meanwhile} />}
        {!meanwhile && verb.problem && <ProblemPanel error={verb.problem} level={3} />}
        {Object.keys(verb.faults).length > 1 && (
          <ErrorSummary
            attempt={verb.attempt}
            errors={Object.entries(verb.faults).map(([name, message]) => ({ name: name || undefined, message }))}
          />
        )}
        {lead && <div className="text-solid-gray-700">{lead}</div>}
        {children}
      </form>
    </Dialog>
  );
}

function MeanwhileNotice({ meanwhile }: { meanwhile: Meanwhile }) {
  const t = useTranslations('handoffs.dialog');
  const text = useMeanwhileText();
  return (
    <NoticeBanner tone="warning" live level={3} title={t('meanwhile')}>
      <p>{text(meanwhile)}</p>
      <p className="mt-1">{meanwhile.still ? t('stillPossible') : t('notPossible')}</p>
    </NoticeBanner>
  );
}

function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTranslations('handoffs.dialog');
  return (
    <div role="alert" className="flex w-full flex-wrap items-center gap-3">
      <p className="grow font-bold">{t('leaving')}</p>
      <Button onClick={onStay} autoFocus>
        {t('stay')}
      </Button>
      <Button variant="danger-outline" onClick={onLeave}>
        {t('discard')}
      </Button>
    </div>
  );
}
