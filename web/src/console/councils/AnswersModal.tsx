import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Shown {
  who: string;
  answers: readonly { question: string; text: string }[] | null;
  onClose: () => void;
}

/** What somebody answered: it was written down that it was read. */
export default function AnswersModal({ who, answers, onClose }: Shown) {
  const { t } = useTranslation('councils');
  return (
    <Modal open={answers !== null} title={t('ask.answersOf', { name: who })} destroyOnHidden onCancel={onClose} footer={<Button onClick={onClose}>{t('ask.close')}</Button>}>
      <p className="muted">{t('ask.traced')}</p>
      {answers?.length === 0 && <p>{t('ask.noAnswer')}</p>}
      <dl className="facts">
        {answers?.map((one, at) => (
          <div key={at} style={{ display: 'contents' }}>
            <dt>{one.question}</dt>
            <dd>{one.text === 'YES' || one.text === 'NO' ? t(`shared:answer.${one.text}`) : one.text}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
