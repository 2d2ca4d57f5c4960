import { App, Button, Form, Segmented } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, type Refused } from '../../../core/data/useAct';
import { atShanghai, dayTime, isoDay, time, timeSpan } from '../../../core/format';
import type { SeriesScope } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { TimeOfDay } from '../../../desk/TimeOfDay';
import { useActForm } from '../../../desk/useActForm';
import { MoveBookingDocument, type BoardBookingFragment, type MoveBookingMutation } from './board.gen';
import { SCOPES } from './series';

export interface Wanted {
  booking: BoardBookingFragment;
  startsAt: string;
  endsAt: string;
}
type Taken = Extract<MoveBookingMutation['updateBooking'], { alternatives: unknown }>;
interface Typed {
  on: string;
  starts: Dayjs;
  ends: Dayjs;
  /** Which bookings of a series. */
  scope?: SeriesScope;
}

const typedOf = (startsAt: string, endsAt: string): Typed => ({ on: isoDay(new Date(startsAt)), starts: dayjs(`2000-01-01T${time(startsAt)}`), ends: dayjs(`2000-01-01T${time(endsAt)}`) });

/** Confirms where a booking goes; where that is taken, what is free instead can be had with one press. */
export default function MoveModal({ wanted, onClose, onDone }: { wanted: Wanted | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const act = useActForm<Typed>();
  const [move, isBusy] = useAct(MoveBookingDocument);
  const [free, setFree] = useState<Taken['alternatives']>([]);
  const { form } = act;
  const close = (): void => {
    setFree([]);
    onClose();
  };
  const who = wanted?.booking.resident?.name ?? wanted?.booking.title;

  async function send({ on, starts, ends, scope }: Typed): Promise<void> {
    setFree([]);
    const startsAt = atShanghai(on, starts.format('HH:mm'));
    await act.send(
      async () => {
        const outcome = await move({ input: { bookingId: wanted?.booking.id ?? '', startsAt, endsAt: atShanghai(on, ends.format('HH:mm')), scope: scope ?? 'THIS' } });
        if (!outcome.ok) setFree((outcome.problem as Refused & Partial<Taken>).alternatives ?? []);
        return outcome;
      },
      () => {
        void message.success(t('board.moved', { when: dayTime(startsAt) }));
        onDone();
        close();
      },
    );
  }
  return (
    <ActModal<Typed>
      open={wanted !== null}
      title={t('board.moveOf', { who })}
      lead={wanted && `${wanted.booking.space?.name ?? ''} · ${t('board.from')} ${timeSpan(wanted.booking.startsAt, wanted.booking.endsAt)} · ${t('board.moveHint')}`}
      submit={t('board.move')}
      busy={isBusy}
      act={act}
      initial={wanted ? { ...typedOf(wanted.startsAt, wanted.endsAt), scope: 'THIS' } : {}}
      onClose={close}
      onSubmit={(typed) => void send(typed)}
    >
      <div className="pair three">
        <Form.Item name="on" label={t('board.on')}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="starts" label={t('board.starts')}><TimeOfDay step={30} clearable={false} /></Form.Item>
        <Form.Item name="ends" label={t('board.ends')}><TimeOfDay step={30} clearable={false} /></Form.Item>
      </div>
      {wanted?.booking.series && <Form.Item name="scope" label={t('series.which')}><Segmented block options={SCOPES.map((value) => ({ value, label: t(`series.scopes.${value}`) }))} /></Form.Item>}
      {free.length > 0 && (
        <section className="effects" aria-label={t('board.taken')}>
          <h3>{t('board.alternatives')}</h3>
          <div className="acts">
            {free.filter((one) => one.space?.id === wanted?.booking.space?.id).map((one) => <Button key={one.startsAt} onClick={() => form.setFieldsValue(typedOf(one.startsAt, one.endsAt))}>{timeSpan(one.startsAt, one.endsAt)}</Button>)}
          </div>
        </section>
      )}
    </ActModal>
  );
}
