import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { addRoom, type Room, updateRoom } from '@/api/generated';
import { listRoomsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Chip, type Column, Dialog, ProblemPanel, Skeleton, Table, TextField, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';

/** The rooms that can be booked: added here, taken out of use, brought back. */
export function RoomsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('conferences.rooms');
  const toast = useToast();
  const id = useId();
  const queries = useQueryClient();
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<unknown>();
  const found = useQuery(listRoomsOptions());
  const again = () => queries.invalidateQueries({ queryKey: listRoomsOptions().queryKey });
  const verb = useVerb({
    read: (form) => {
      const name = textOf(form, 'room-name');
      const seats = Number(textOf(form, 'room-seats').normalize('NFKC'));
      if (!name) return faulty({ 'room-name': t('nameMissing') });
      return ready({ name, place: textOf(form, 'room-place') || undefined, seats: seats > 0 ? seats : undefined });
    },
    send: async (body, headers) => (await addRoom({ body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('added'));
      setRound((n) => n + 1);
      void again();
    },
    rename: (name) => `room-${name}`,
  });
  const turn = async (r: Room) => {
    setProblem(undefined);
    try {
      await updateRoom({
        path: { roomId: r.id },
        body: { name: r.name, place: r.place, seats: r.seats, active: !r.active },
        headers: { 'If-Match': `"${r.version}"` },
        throwOnError: true,
      });
    } catch (error) {
      setProblem(error);
    }
    await again();
  };
  const columns: Column<Room>[] = [
    { id: 'name', header: t('name'), main: true, cell: (r) => r.name },
    { id: 'place', header: t('place'), cell: (r) => r.place },
    { id: 'seats', header: t('seats'), align: 'end', nowrap: true, cell: (r) => r.seats },
    {
      id: 'turn',
      header: '',
      cell: (r) => (
        <span className="flex flex-wrap items-center gap-2">
          {!r.active && <Chip>{t('retired')}</Chip>}
          <Button variant="text" size="sm" onClick={() => void turn(r)}>
            {t(r.active ? 'retire' : 'revive', { name: r.name })}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Dialog open size="lg" title={t('title')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-solid-gray-700">{t('lead')}</p>
        {found.isPending && <Skeleton lines={3} />}
        {found.isError && <ProblemPanel error={found.error} level={3} onRetry={() => void found.refetch()} />}
        {problem !== undefined && <ProblemPanel error={problem} level={3} />}
        {found.data?.items.length === 0 && <p>{t('none')}</p>}
        {found.data && found.data.items.length > 0 && (
          <Table caption={t('caption')} columns={columns} rows={found.data.items} rowKey={(r) => r.id} />
        )}
        <form
          key={round}
          id={id}
          {...verb.form}
          className="flex flex-wrap items-end gap-4 border-t border-solid-gray-200 pt-4"
        >
          {verb.problem && (
            <div className="basis-full">
              <ProblemPanel error={verb.problem} level={3} />
            </div>
          )}
          <TextField
            name="room-name"
            id="room-name"
            label={t('name')}
            required
            width="md"
            error={verb.faults['room-name']}
          />
          <TextField
            name="room-place"
            id="room-place"
            label={t('place')}
            optional
            width="md"
            error={verb.faults['room-place']}
          />
          <TextField
            name="room-seats"
            id="room-seats"
            label={t('seats')}
            optional
            width="xs"
            inputMode="numeric"
            error={verb.faults['room-seats']}
          />
          <Button type="submit" variant="outline" icon={Plus} busy={verb.busy}>
            {t('add')}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
