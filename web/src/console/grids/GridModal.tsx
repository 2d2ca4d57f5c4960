import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { FOREVER, isoDay } from '../../core/format';
import type { CreateGridInput, GridKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CreateGridDocument } from './grids.gen';
import type { GridFound } from './Grid';
import { LEVELS } from './GridTable';

const KINDS: readonly GridKind[] = ['GENERAL', 'GOVERNANCE_BODY', 'NEIGHBOURHOOD', 'GENERAL_BRANCH', 'RESIDENTIAL', 'OFFICE_TOWER', 'RENTAL_COMMUNITY', 'BUILDING_GROUP', 'AREA'];
type Typed = Pick<CreateGridInput, 'code' | 'name' | 'level' | 'kind' | 'startsOn' | 'partyBody'>;

/** A new grid: beneath another, or the root of a tree. */
export default function GridModal({ above, onClose }: { above?: GridFound; onClose: () => void }) {
  const { t } = useTranslation('grids');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const go = useNavigate();
  const act = useActForm<Typed>();
  const [create, isBusy] = useAct(CreateGridDocument);
  const levels = LEVELS.slice(above ? LEVELS.indexOf(above.level) : 0);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => create({ input: { ...typed, parentId: above?.id ?? null, endsOn: above?.endsOn ?? FOREVER } }),
      (made) => {
        void message.success(t('created', { name: made.name }));
        onClose();
        void go(`/grids/${made.id}`);
      },
    );
  return (
    <ActModal<Typed> open title={t(above ? 'createBeneath' : 'create')} lead={above?.name} submit={t('create')} busy={isBusy} act={act} initial={{ startsOn: isoDay(), ...(levels.length === 1 && levels[0] ? { level: levels[0] } : {}) }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <div className="pair">
        <Form.Item name="code" label={t('code')} rules={needed(t('code'))}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={100} autoComplete="off" /></Form.Item>
      </div>
      <div className="pair">
        <Form.Item name="level" label={t('level')} rules={chosen(t('level'))}><Select options={levels.map((value) => ({ value, label: t(`levels.${value}`) }))} /></Form.Item>
        <Form.Item name="kind" label={t('kind')} rules={chosen(t('kind'))}><Select options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} /></Form.Item>
      </div>
      <div className="pair">
        <Form.Item name="startsOn" label={t('startsOn')} rules={chosen(t('startsOn'))}><DayPicker /></Form.Item>
        <Form.Item name="partyBody" label={t('partyBody')}><Input maxLength={100} /></Form.Item>
      </div>
    </ActModal>
  );
}
