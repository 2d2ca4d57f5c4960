import { App, Form, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { atShanghai, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useActForm } from '../../desk/useActForm';
import { SpaceChoicesDocument } from '../courses/courses.gen';
import { PlanClubEventDocument, ReportClubEventDocument, type DeskClubEventFragment, type DeskClubFragment } from './clubs.gen';

interface Typed {
  title: string;
  on: string;
  starts: Dayjs;
  ends: Dayjs;
  spaceId?: string;
  place?: string;
}

export function PlanModal({ club, onClose, onDone }: { club: DeskClubFragment | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('clubs');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [plan, isBusy] = useAct(PlanClubEventDocument);
  const spaces = useData(SpaceChoicesDocument, { filter: { communityId: club?.community?.id ?? null, openOnly: true } }, { pause: !club });
  return (
    <ActModal<Typed>
      open={club !== null}
      title={t('planOf', { name: club?.name })}
      submit={t('plan')}
      busy={isBusy}
      width={560}
      act={act}
      onClose={onClose}
      onSubmit={({ title, on, starts, ends, spaceId, place }) =>
        void act.send(
          () => plan({ input: { clubId: club?.id ?? '', title, startsAt: atShanghai(on, starts.format('HH:mm')), endsAt: atShanghai(on, ends.format('HH:mm')), spaceId: spaceId ?? null, place: place ?? '', idempotencyKey: key() } }),
          () => {
            void message.success(t('planned'));
            onDone();
            onClose();
          },
        )
      }
    >
      <Form.Item name="title" label={t('event')} extra={t('eventHint')} rules={needed(t('event'))}><Input maxLength={60} /></Form.Item>
      <div className="pair three">
        <Form.Item name="on" label={t('on')} rules={chosen(t('on'))}><DayPicker min={isoDay()} /></Form.Item>
        <Form.Item name="starts" label={t('starts')} rules={chosen(t('starts'))}><TimeOfDay step={30} /></Form.Item>
        <Form.Item name="ends" label={t('ends')} rules={chosen(t('ends'))}><TimeOfDay step={30} /></Form.Item>
      </div>
      <div className="pair">
        <Form.Item name="spaceId" label={t('space')}><Select allowClear loading={spaces.kind === 'loading'} options={spaces.kind === 'data' ? spaces.data.spaces.edges.map(({ node }) => ({ value: node.id, label: node.name })) : []} /></Form.Item>
        <Form.Item name="place" label={t('place')}><Input maxLength={100} /></Form.Item>
      </div>
    </ActModal>
  );
}

export function ReportModal({ event, onClose, onDone }: { event: DeskClubEventFragment | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('clubs');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<{ attended: number }>();
  const [report, isBusy] = useAct(ReportClubEventDocument);
  const done = (): void => {
    void message.success(t('done'));
    onDone();
    onClose();
  };
  return (
    <ActModal open={event !== null} title={t('reportOf', { title: event?.title })} submit={t('report')} busy={isBusy} act={act} initial={{ attended: event?.guestsCount ?? 0 }} onClose={onClose} onSubmit={({ attended }) => void act.send(() => report({ input: { eventId: event?.id ?? '', attended } }), done)}>
      <Form.Item name="attended" label={t('came')} rules={chosen(t('came'))}><InputNumber min={0} max={10_000} /></Form.Item>
    </ActModal>
  );
}
