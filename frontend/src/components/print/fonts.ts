// A static TrueType face: Noto CJK and variable fonts become Type 3 in a PDF and blur on paper.
import '@fontsource/biz-udpgothic/400.css';
import '@fontsource/biz-udpgothic/700.css';
