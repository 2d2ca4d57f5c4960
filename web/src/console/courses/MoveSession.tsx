import { App, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { atShanghai, isoDay, time, timeSpan } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useActForm } from '../../desk/useActForm';
import { MoveSessionDocument, type SessionRowFragment } from './courses.gen';

interface Typed {
  on: string;
  starts: Dayjs;
  ends: Dayjs;
  place?: string;
}

export default function MoveSession({ session, onClose }: { session: SessionRowFragment | null; onClose: () => void }) {
  const { t } = useTranslation('courses');
  const { message } = App.useApp();
  const act = useActForm<Typed>();
  const [move, isBusy] = useAct(MoveSessionDocument);
  const key = useActKey();
  return (
    <ActModal<Typed>
      open={session !== null}
      title={t('sessions.moveOf', { number: session?.number })}
      lead={session && `${timeSpan(session.startsAt, session.endsAt)} · ${session.space?.name ?? session.place}`}
      submit={t('sessions.move')}
      busy={isBusy}
      act={act}
      initial={session ? { on: isoDay(new Date(session.startsAt)), starts: dayjs(`2000-01-01T${time(session.startsAt)}`), ends: dayjs(`2000-01-01T${time(session.endsAt)}`) } : {}}
      onClose={onClose}
      onSubmit={({ on, starts, ends, place }) =>
        void act.send(
          () => move({ input: { sessionId: session?.id ?? '', startsAt: atShanghai(on, starts.format('HH:mm')), endsAt: atShanghai(on, ends.format('HH:mm')), place: place || null, idempotencyKey: key() } }),
          () => {
            void message.success(t('sessions.moved'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="on" label={t('sessions.on')}><DayPicker min={isoDay()} /></Form.Item>
      <div className="pair">{(['starts', 'ends'] as const).map((name) => <Form.Item key={name} name={name} label={t(`sessions.${name}`)}><TimeOfDay step={5} clearable={false} /></Form.Item>)}</div>
      {!session?.space && <Form.Item name="place" label={t('place')}><Input maxLength={100} placeholder={session?.place ?? ''} /></Form.Item>}
    </ActModal>
  );
}
