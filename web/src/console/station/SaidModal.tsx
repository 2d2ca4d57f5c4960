import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { States } from '../../desk/States';
import { ServiceSaidDocument } from './station.gen';

/** What was written of one service: asked for by itself, since each reading is written down. */
export default function SaidModal({ of, onClose }: { of: { id: string; title: string } | null; onClose: () => void }) {
  const { t } = useTranslation('station');
  return (
    <Modal open={of !== null} title={of?.title} footer={null} onCancel={onClose} destroyOnHidden>
      <p className="muted">{t('service.readHint')}</p>
      {of && <Said id={of.id} />}
    </Modal>
  );
}

function Said({ id }: { id: string }) {
  const { t } = useTranslation('station');
  const reading = useData(ServiceSaidDocument, { id }, { policy: 'network-only' });
  return (
    <States of={reading} rows={2}>
      {(data) => {
        const text = data.node?.__typename === 'ServiceRecord' ? data.node.said?.text : null;
        return text ? <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</p> : <p>{t('service.unsaid')}</p>;
      }}
    </States>
  );
}
