import { Button, Form, Input } from 'antd';
import { EyeOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { RevealDocumentDocument } from './residents.gen';

const SHOWN_SECONDS = 60;

interface Whole {
  documentNumber: string;
  phone: string;
  emergencyContact?: string | null;
}

/** What the server masks, in full for a minute, for a reason that is kept. */
export function Reveal({ resident }: { resident: { id: string; name: string } }) {
  const { t } = useTranslation('residents');
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [reveal, isBusy] = useAct(RevealDocumentDocument);
  const [isAsking, setIsAsking] = useState(false);
  const [whole, setWhole] = useState<{ of: Whole; left: number } | null>(null);

  useEffect(() => {
    if (!whole) return;
    const tick = setTimeout(() => setWhole(whole.left > 1 ? { ...whole, left: whole.left - 1 } : null), 1000);
    return () => clearTimeout(tick);
  }, [whole]);

  return (
    <div className="reveal">
      {whole ? (
        <section aria-label={t('revealed')}>
          <dl className="facts">
            <dt>{t('documentNumber')}</dt><dd className="num">{whole.of.documentNumber}</dd>
            <dt>{t('phone')}</dt><dd className="num">{whole.of.phone}</dd>
            <dt>{t('emergency')}</dt><dd>{whole.of.emergencyContact ?? t('emergencyNone')}</dd>
          </dl>
          <p className="muted num">{t('hideSoon', { seconds: whole.left })} <Button size="small" onClick={() => setWhole(null)}>{t('shared:act.hide')}</Button></p>
        </section>
      ) : (
        <Button icon={<EyeOutlined />} onClick={() => setIsAsking(true)}>{t('reveal')}</Button>
      )}
      <ActModal
        open={isAsking}
        title={t('revealOf', { name: resident.name })}
        submit={t('reveal')}
        busy={isBusy}
        act={act}
        onClose={() => setIsAsking(false)}
        onSubmit={({ reason }) =>
          void act.send(
            () => reveal({ input: { residentId: resident.id, reason } }),
            (made) => {
              setIsAsking(false);
              setWhole({ of: made, left: SHOWN_SECONDS });
            },
          )
        }
      >
        <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
      </ActModal>
    </div>
  );
}
