import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRules } from '../../desk/fields';
import type { Asked } from './asked';

/** Which community it is for. */
export function CommunityField({ communities, onChange }: Pick<Asked, 'communities'> & { onChange?: () => void }) {
  const { t } = useTranslation('housing');
  const { chosen } = useRules();
  return <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><Select options={communities.map((one) => ({ value: one.id, label: one.name }))} {...(onChange && { onChange })} /></Form.Item>;
}
