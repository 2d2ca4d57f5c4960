import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Wanted } from './DecideModal';

/** No and yes, beside what waits for one's word. */
export function DecideButtons({ of, onDecide }: { of: Omit<Wanted, 'isYes'>; onDecide: (wanted: Wanted) => void }) {
  const { t } = useTranslation('casework');
  return (
    <span className="acts">
      <Button onClick={() => onDecide({ ...of, isYes: false })}>{t(`decision.${of.of}No`)}</Button>
      <Button type="primary" onClick={() => onDecide({ ...of, isYes: true })}>{t(`decision.${of.of}Yes`)}</Button>
    </span>
  );
}
