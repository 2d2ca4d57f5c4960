import { Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentKind } from '../../core/schema.gen';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';

export const DOCUMENT_KINDS: readonly DocumentKind[] = ['RESIDENT_ID', 'PASSPORT', 'HK_MACAO_PERMIT', 'TAIWAN_PERMIT', 'FOREIGN_PERMANENT_RESIDENT'];

/** What is asked of someone who is registered for the first time. */
export function PersonFields() {
  const { t } = useTranslation('stays');
  const { needed } = useRules();
  const kind = Form.useWatch<DocumentKind>('documentKind');
  return (
    <>
      <div className="pair">
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input autoComplete="off" /></Form.Item>
        <Form.Item name="phone" label={t('phone')} rules={needed(t('phone'))}><Input type="tel" autoComplete="off" /></Form.Item>
      </div>
      <div className="pair">
        <Form.Item name="documentKind" label={t('documentKind')} initialValue="RESIDENT_ID">
          <Select options={DOCUMENT_KINDS.map((one) => ({ value: one, label: t(`housing:documentKind.${one}`) }))} />
        </Form.Item>
        <Form.Item name="documentNumber" label={t('documentNumber')} rules={needed(t('documentNumber'))}><Input autoComplete="off" /></Form.Item>
      </div>
      {kind && kind !== 'RESIDENT_ID' && <Form.Item name="birthOn" label={t('birthOn')}><DayPicker clearable /></Form.Item>}
      <Form.Item name="emergencyContact" label={t('emergencyContact')}><Input autoComplete="off" placeholder={t('emergencyHint')} /></Form.Item>
      <Form.Item name="hasConsented" valuePropName="checked" rules={[{ validator: (_, is) => (is ? Promise.resolve() : Promise.reject(new Error(t('consentMissing')))) }]}>
        <Checkbox>{t('consent')}</Checkbox>
      </Form.Item>
    </>
  );
}
