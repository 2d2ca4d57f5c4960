import { App, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { TimeOfDay } from '../../desk/TimeOfDay';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { IssueHandlersDocument } from '../issues/issues.gen';
import { WEEK } from '../spaces/kinds';
import { AddRouteDocument, SettingsPointsDocument } from './settings.gen';

interface Typed {
  communityId: string;
  name: string;
  pointIds: string[];
  weekdays: number[];
  fromTime: Dayjs;
  untilTime: Dayjs;
  handlerId?: string;
}

export default function RouteModal({ open, communityId, onClose, onDone }: { open: boolean; communityId: string | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const { communities } = usePlaces();
  const first = communityId ?? (communities.length === 1 ? communities[0]?.id : undefined);
  const at = Form.useWatch('communityId', act.form) ?? first;
  const points = useData(SettingsPointsDocument, { community: at ?? '' }, { pause: !open || !at });
  const handlers = useData(IssueHandlersDocument, {}, { policy: 'cache-first', pause: !open });
  const [add, isBusy] = useAct(AddRouteDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('routes.add')}
      submit={t('add')}
      busy={isBusy}
      width={560}
      act={act}
      initial={first ? { communityId: first } : {}}
      onClose={onClose}
      onSubmit={({ fromTime, untilTime, handlerId, ...typed }) =>
        void act.send(
          () => add({ input: { ...typed, fromTime: fromTime.format('HH:mm:ss'), untilTime: untilTime.format('HH:mm:ss'), handlerId: handlerId ?? null, idempotencyKey: key() } }),
          () => {
            void message.success(t('saved'));
            onDone();
            onClose();
          },
        )
      }
    >
      <div className="pair">
        <Form.Item name="communityId" label={t('rules.community')} rules={chosen(t('rules.community'))}><Select onChange={() => act.form.setFieldValue('pointIds', [])} options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={60} /></Form.Item>
      </div>
      <Form.Item name="pointIds" label={t('routes.points')} extra={t('routes.pointsHint')} rules={chosen(t('routes.points'))}><Select mode="multiple" optionFilterProp="label" options={points.kind === 'data' ? points.data.patrolPoints.edges.map(({ node }) => ({ value: node.id, label: `${node.code} ${node.name}` })) : []} /></Form.Item>
      <Form.Item name="weekdays" label={t('routes.weekdays')} rules={chosen(t('routes.weekdays'))}><Select mode="multiple" options={WEEK.map((one) => ({ value: one, label: t(`spaces:days.${one}`) }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="fromTime" label={t('routes.from')} rules={chosen(t('routes.from'))}><TimeOfDay step={30} /></Form.Item>
        <Form.Item name="untilTime" label={t('routes.until')} rules={chosen(t('routes.until'))}><TimeOfDay step={30} /></Form.Item>
      </div>
      <Form.Item name="handlerId" label={t('routes.walker')}><Select allowClear placeholder={t('routes.anyone')} options={handlers.kind === 'data' ? handlers.data.issueHandlers.edges.map(({ node }) => ({ value: node.id, label: node.displayName })) : []} /></Form.Item>
    </ActModal>
  );
}
