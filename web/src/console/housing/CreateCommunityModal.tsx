import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { MODES } from '../../core/governance';
import { SUBDISTRICTS } from '../../core/minhang';
import type { ProductType } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CreateCommunityDocument, type CreateCommunityInput } from './communities.gen';

const TYPES: readonly ProductType[] = ['LONG_RENT_APARTMENT', 'AFFORDABLE_RENTAL', 'PUBLIC_RENTAL', 'TALENT_APARTMENT', 'CITY_BUILDERS_HOME'];

export default function CreateCommunityModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: (id: string) => void }) {
  const { t, i18n } = useTranslation('housing');
  const { needed, chosen } = useRules();
  const act = useActForm<CreateCommunityInput>();
  const key = useActKey();
  const [create, isBusy] = useAct(CreateCommunityDocument);
  return (
    <ActModal<CreateCommunityInput>
      open={open}
      title={t('createTitle')}
      submit={t('create')}
      busy={isBusy}
      width={600}
      act={act}
      initial={{ openedOn: isoDay(), productType: 'LONG_RENT_APARTMENT', governanceMode: 'AREA_GRID', plannedBeds: 0 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, idempotencyKey: key() } }),
          (made) => {
            onDone(made.id);
          },
        )
      }
    >
      <div className="pair">
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input /></Form.Item>
        <Form.Item name="code" label={t('code')} extra={t('codeHint')} rules={needed(t('code'))}><Input /></Form.Item>
      </div>
      <div className="pair">
        <Form.Item name="subdistrictCode" label={t('subdistrict')} rules={chosen(t('subdistrict'))}>
          <Select options={SUBDISTRICTS.map((one) => ({ value: one.code, label: i18n.language === 'en' ? one.en : one.zh }))} />
        </Form.Item>
        <Form.Item name="productType" label={t('type')}><Select options={TYPES.map((one) => ({ value: one, label: t(`productType.${one}`) }))} /></Form.Item>
      </div>
      <Form.Item name="address" label={t('address')} rules={needed(t('address'))}><Input /></Form.Item>
      <Form.Item name="governanceMode" label={t('governance')}><Select options={MODES.map((one) => ({ value: one, label: t(`shared:governance.${one}`) }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="openedOn" label={t('openedOn')}><DayPicker /></Form.Item>
        <Form.Item name="plannedBeds" label={t('planned')}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
      </div>
    </ActModal>
  );
}
