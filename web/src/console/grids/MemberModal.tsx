import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import type { GridRole } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { AddGridMemberDocument } from './grids.gen';
import type { GridFound } from './Grid';

const ROLES: readonly GridRole[] = ['HEAD', 'COMMITTEE', 'PROPERTY', 'OWNERS_COMMITTEE', 'POLICE', 'DEPARTMENT', 'PARTNER', 'ROAD_CHIEF', 'BUILDING_HEAD', 'VOLUNTEER'];

interface Typed {
  name: string;
  role: GridRole;
  body?: string;
  startsOn: string;
}

/** Someone who is to serve in a grid. */
export default function MemberModal({ grid, onClose, onDone }: { grid: GridFound; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('grids');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [add, isBusy] = useAct(AddGridMemberDocument);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => add({ input: { ...typed, body: typed.body ?? null, gridId: grid.id, endsOn: grid.endsOn, idempotencyKey: key() } }),
      (made) => {
        void message.success(t('memberAdded', { name: made.name }));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('addMember')} lead={grid.name} submit={t('addMember')} busy={isBusy} act={act} initial={{ startsOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="role" label={t('role')} rules={chosen(t('role'))}><Select options={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="name" label={t('who')} rules={needed(t('who'))}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="body" label={t('body')}><Input maxLength={100} autoComplete="off" /></Form.Item>
      </div>
      <Form.Item name="startsOn" label={t('startsOn')} rules={chosen(t('startsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
