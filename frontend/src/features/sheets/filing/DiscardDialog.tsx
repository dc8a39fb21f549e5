import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ifMatch } from '@/api/client';
import { discardSheet, type Sheet } from '@/api/generated';
import { Button, Dialog, ProblemPanel, useToast } from '@/components/ui';
import type { DraftSaver } from '../saving/saver';

interface Props {
  sheet: Sheet;
  saver: DraftSaver;
  onClose: () => void;
  onDone: () => void;
}

export function DiscardDialog({ sheet, saver, onClose, onDone }: Props) {
  const t = useTranslations('sheets.discard');
  const toast = useToast();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const discard = async () => {
    setBusy(true);
    try {
      await saver.flush();
      await discardSheet({ path: { sheetId: sheet.id }, headers: ifMatch(saver.etag) as { 'If-Match': string } });
      await saver.abandon();
      onDone();
      toast(t('done'));
      await navigate({ to: '/sheets', ignoreBlocker: true });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="sm"
      title={t('title')}
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" busy={busy} onClick={() => void discard()}>
            {t('discard')}
          </Button>
          <Button variant="outline" onClick={onClose}>
            {t('keep')}
          </Button>
        </>
      }
    >
      {problem !== undefined && <ProblemPanel error={problem} level={3} />}
      <p>{t('lead')}</p>
    </Dialog>
  );
}
