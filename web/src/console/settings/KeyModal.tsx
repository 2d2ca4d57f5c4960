import { Button, Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** A key that was just made, which is shown this once. */
export default function KeyModal({ apiKey, open, onClose }: { apiKey: string | null; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <Modal open={open} title={t('open311.key')} footer={<Button type="primary" onClick={onClose}>{t('shared:act.close')}</Button>} onCancel={onClose}>
      <p className="muted">{t('open311.keyHint')}</p>
      <Typography.Paragraph copyable code>{apiKey ?? ''}</Typography.Paragraph>
    </Modal>
  );
}
