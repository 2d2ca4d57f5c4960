import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, isoDay } from '../../core/format';
import type { PlanStationActivityInput } from '../../core/schema.gen';
import { useNameOf } from '../../core/useNameOf';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Held } from './Activities';
import { PlanStationActivityDocument, ReportStationActivityDocument, ServiceItemsDocument } from './station.gen';
import type { MyStation } from './useStation';

type Planned = Omit<PlanStationActivityInput, 'idempotencyKey'>;
const MOST = 100_000;

export function PlanModal({ open, stations, onClose, onDone }: { open: boolean; stations: readonly MyStation[]; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const nameOf = useNameOf();
  const act = useActForm<Planned>();
  const key = useActKey();
  const [plan, isBusy] = useAct(PlanStationActivityDocument);
  const items = useData(ServiceItemsDocument, {}, { pause: !open, policy: 'cache-first' });
  const known = items.kind === 'data' ? items.data.serviceItems.edges.map(({ node }) => node).filter((one) => one.isActive) : [];
  const today = isoDay();
  return (
    <ActModal<Planned>
      open={open}
      title={t('activity.plan')}
      submit={t('activity.plan')}
      busy={isBusy}
      width={560}
      act={act}
      initial={{ ...(stations[0] ? { stationId: stations[0].id } : {}), startsOn: today, endsOn: today, expected: 30 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => plan({ input: { ...typed, idempotencyKey: key() } }),
          () => {
            void message.success(t('activity.plannedDone'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="title" label={t('activity.name')} rules={needed(t('activity.name'))}><Input maxLength={60} /></Form.Item>
      <div className="pair">
        <Form.Item name="startsOn" label={t('activity.startsOn')} rules={chosen(t('activity.startsOn'))}><DayPicker /></Form.Item>
        <Form.Item name="endsOn" label={t('activity.endsOn')} rules={chosen(t('activity.endsOn'))}><DayPicker /></Form.Item>
        <Form.Item name="expected" label={t('activity.expected')} rules={chosen(t('activity.expected'))}><InputNumber min={1} max={MOST} precision={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="stationId" label={t('station')} rules={chosen(t('station'))}><Select options={stations.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      </div>
      <Form.Item name="itemId" label={t('activity.partOf')}><Select allowClear options={known.map((one) => ({ value: one.id, label: nameOf(one) }))} /></Form.Item>
      <Form.Item name="communityId" label={t('service.place')}><Select allowClear placeholder={t('activity.placeHint')} options={stations.flatMap((one) => one.communities).map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
    </ActModal>
  );
}

export function ReportModal({ of, onClose, onDone }: { of: Held | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('station');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<{ attended: number; outcome: string }>();
  const [report, isBusy] = useAct(ReportStationActivityDocument);
  return (
    <ActModal<{ attended: number; outcome: string }>
      open={of !== null}
      title={t('activity.reportOf', { title: of?.title })}
      lead={of ? `${date(of.startsOn)} · ${t('activity.expectedOf', { count: of.expected })}` : ''}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ outcome: of?.outcome ?? '', ...(of?.attended == null ? {} : { attended: of.attended }) }}
      onClose={onClose}
      onSubmit={(typed) =>
        of &&
        void act.send(
          () => report({ input: { activityId: of.id, version: of.version, ...typed } }),
          () => {
            void message.success(t('activity.reported'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="attended" label={t('activity.attended')} rules={chosen(t('activity.attended'))}><InputNumber min={0} max={MOST} precision={0} style={{ width: 160 }} /></Form.Item>
      <Form.Item name="outcome" label={t('activity.outcome')} extra={t('activity.outcomeHint')} rules={needed(t('activity.outcome'))}><Input.TextArea rows={4} maxLength={4000} /></Form.Item>
    </ActModal>
  );
}
