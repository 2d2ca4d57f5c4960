import { App, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { atShanghai, dayTime, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { States } from '../../desk/States';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useActForm } from '../../desk/useActForm';
import { BlockSpaceDocument, BookingsWithinDocument } from './spaces.gen';

interface Typed {
  startsOn: string;
  starts: Dayjs;
  endsOn: string;
  ends: Dayjs;
  reason: string;
}

const momentOf = (on?: string, at?: Dayjs): string | null => (on && at ? atShanghai(on, at.format('HH:mm')) : null);

/** Closing a space for a time: whose bookings it takes is seen before. */
export default function BlockModal({ space, onClose }: { space: { id: string; name: string } | null; onClose: () => void }) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [block, isBusy] = useAct(BlockSpaceDocument);
  const key = useActKey();
  const typed = Form.useWatch([], act.form) as Partial<Typed> | undefined;
  const from = momentOf(typed?.startsOn, typed?.starts);
  const until = momentOf(typed?.endsOn, typed?.ends);
  const isSound = space !== null && from !== null && until !== null && from < until;
  const affected = useData(BookingsWithinDocument, { filter: { spaceId: space?.id ?? '', statuses: ['PENDING', 'CONFIRMED', 'CHECKED_IN'], fromAt: from, until } }, { pause: !isSound, policy: 'network-only' });
  return (
    <ActModal<Typed>
      open={space !== null}
      title={t('blocks.of', { name: space?.name })}
      submit={t('blocks.submit')}
      danger
      busy={isBusy}
      width={560}
      act={act}
      initial={{ startsOn: isoDay(), starts: dayjs('2000-01-01T09:00'), endsOn: isoDay(), ends: dayjs('2000-01-01T18:00') }}
      onClose={onClose}
      onSubmit={({ reason }) =>
        void act.send(
          () => block({ input: { spaceId: space?.id ?? '', startsAt: from ?? '', endsAt: until ?? '', reason, idempotencyKey: key() } }),
          () => {
            void message.success(t('blocks.done'));
            onClose();
          },
        )
      }
    >
      <div className="pair">
        <Form.Item name="startsOn" label={t('blocks.startsOn')} rules={chosen(t('blocks.startsOn'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="starts" label={t('blocks.at')} rules={chosen(t('blocks.at'))}><TimeOfDay /></Form.Item>
        <Form.Item name="endsOn" label={t('blocks.endsOn')} rules={chosen(t('blocks.endsOn'))}><DayPicker min={typed?.startsOn ?? isoDay()} /></Form.Item>
        <Form.Item name="ends" label={t('blocks.at')} rules={chosen(t('blocks.at'))}><TimeOfDay /></Form.Item>
      </div>
      <Form.Item name="reason" label={t('blocks.reason')} extra={t('blocks.reasonHint')} rules={needed(t('blocks.reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
      {isSound && (
        <section className="effects" aria-label={t('blocks.affected')}>
          <h3>{t('blocks.affected')}</h3>
          <States of={affected} rows={2} isEmpty={(data) => data.bookings.totalCount === 0} empty={<p className="muted">{t('blocks.affectedNone')}</p>}>
            {(data) => (
              <>
                <p>{t('blocks.affectedMany', { count: data.bookings.totalCount })}</p>
                <ul>{data.bookings.edges.slice(0, 8).map(({ node }) => <li key={node.id}>{[dayTime(node.startsAt), node.resident?.name, node.title].filter(Boolean).join(' · ')}</li>)}</ul>
              </>
            )}
          </States>
        </section>
      )}
    </ActModal>
  );
}
