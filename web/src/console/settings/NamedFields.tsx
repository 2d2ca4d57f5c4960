import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRules } from '../../desk/fields';

/** What every entry of a catalogue has. */
export interface Named {
  code: string;
  nameZh: string;
  nameEn: string;
}

/** A code that never changes and the name in both languages; what else comes between stands within. */
export function NamedFields({ children }: { children?: ReactNode }) {
  const { t } = useTranslation('settings');
  const { needed } = useRules();
  return (
    <>
      <Form.Item name="code" label={t('code')} extra={t('codeHint')} rules={needed(t('code'))}><Input maxLength={32} /></Form.Item>
      {children}
      <div className="pair">
        <Form.Item name="nameZh" label={t('nameZh')} rules={needed(t('nameZh'))}><Input maxLength={40} /></Form.Item>
        <Form.Item name="nameEn" label={t('nameEn')} rules={needed(t('nameEn'))}><Input maxLength={60} /></Form.Item>
      </div>
    </>
  );
}
