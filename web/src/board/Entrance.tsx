import { useTranslation } from 'react-i18next';
import { Gate } from '../desk/Gate';
import { DeskTheme } from '../desk/theme';
import '../desk/desk.css';

/** Signing in to the board. */
export default function Entrance() {
  const { t } = useTranslation();
  return <DeskTheme><Gate title={t('app.board')}>{null}</Gate></DeskTheme>;
}
