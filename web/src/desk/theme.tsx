/** The look of the desk faces: warm paper, thin lines, one accent. */
import { App, ConfigProvider, type ThemeConfig } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../core/auth/useSession';
import { mix, paint } from '../core/colour';
import { markStyles, nonce } from '../core/nonce';

const HOUSE = '#1f5d57';
markStyles();

function themeOf(accent: string): ThemeConfig {
  return {
    token: {
      colorPrimary: accent,
      // Lighter, as is usual, white words on it could not be read.
      colorPrimaryHover: mix(accent, '#000000', 0.12),
      colorLink: accent,
      colorInfo: accent,
      colorError: '#b3261e',
      colorWarning: '#8a5300',
      colorSuccess: '#256b3c',
      colorText: '#1f2a28',
      colorTextSecondary: '#56625f',
      colorTextTertiary: '#5f6a67',
      colorTextDescription: '#56625f',
      colorTextPlaceholder: '#6a7471',
      colorTextDisabled: '#6f7875',
      colorBorder: '#d6d6ce',
      colorBorderSecondary: '#e8e7e1',
      colorBgLayout: '#f6f6f3',
      borderRadius: 8,
      fontFamily: '"PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif',
      fontSize: 14,
      controlHeight: 34,
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      boxShadow: '0 1px 2px rgba(31,42,40,.06), 0 8px 24px rgba(31,42,40,.10)',
    },
    components: {
      Table: { headerBg: '#fafaf7', headerColor: '#56625f', headerSplitColor: 'transparent', rowHoverBg: '#faf9f5', cellPaddingBlock: 11 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      // As round as the rest it would be taken for one of several.
      Checkbox: { borderRadiusSM: 4 },
      Modal: { titleFontSize: 17 },
      Drawer: { paddingLG: 24 },
      Segmented: { trackBg: '#ecece6' },
      Form: { labelColor: '#3c4745', verticalLabelPadding: '0 0 4px' },
    },
  };
}

export function DeskTheme({ children }: { children: ReactNode }) {
  const { seat } = useSession();
  const { i18n } = useTranslation();
  const isEnglish = i18n.language === 'en';
  const colour = seat?.colour ?? HOUSE;
  const theme = useMemo(() => themeOf(paint(colour)), [colour]);
  useEffect(() => void dayjs.locale(isEnglish ? 'en' : 'zh-cn'), [isEnglish]);
  const [english, setEnglish] = useState<typeof zhCN>();
  useEffect(() => {
    if (isEnglish) void import('antd/locale/en_US').then((words) => setEnglish(words.default));
  }, [isEnglish]);
  const mark = nonce();
  return (
    <ConfigProvider locale={isEnglish && english ? english : zhCN} theme={theme} button={{ autoInsertSpace: false }} {...(mark ? { csp: { nonce: mark } } : {})}>
      <App className="app" message={{ maxCount: 2 }}>
        {children}
      </App>
    </ConfigProvider>
  );
}
