/**
 * The names of the rows that a programme begins with, in the other languages of the app, one a line: English, French, Spanish, Portuguese,
 * Arabic. Models keep their makers' names.
 */
const languages = ['fr', 'es', 'pt', 'ar'] as const;

const lines = `
Cold chain equipment | Équipement de chaîne du froid | Equipos de cadena de frío | Equipamento de cadeia de frio | معدات سلسلة التبريد
Refrigerators and freezers | Réfrigérateurs et congélateurs | Refrigeradores y congeladores | Frigoríficos e congeladores | الثلاجات والمجمدات
Cold rooms and freezer rooms | Chambres froides et chambres de congélation | Cámaras frías y cámaras de congelación | Câmaras frias e câmaras de congelação | غرف التبريد وغرف التجميد
Insulated containers | Conteneurs isothermes | Contenedores isotérmicos | Contentores isotérmicos | حاويات معزولة
Ultralow freezer | Congélateur à ultra-basse température | Ultracongelador | Congelador de temperatura ultrabaixa | مجمد فائق البرودة
Vaccine carrier | Porte-vaccins | Portavacunas | Porta-vacinas | حاملة لقاحات
Combined refrigerator / freezer | Réfrigérateur-congélateur combiné | Refrigerador y congelador combinado | Frigorífico e congelador combinado | ثلاجة ومجمد معاً
Ice-lined refrigerator | Réfrigérateur à paroi de glace | Refrigerador con revestimiento de hielo | Frigorífico revestido de gelo | ثلاجة مبطنة بالثلج
Solar direct drive freezer | Congélateur solaire à entraînement direct | Congelador solar de accionamiento directo | Congelador solar de acionamento direto | مجمد شمسي مباشر التشغيل
Freezer room | Chambre de congélation | Cámara de congelación | Câmara de congelação | غرفة تجميد
Freezer | Congélateur | Congelador | Congelador | مجمد
Solar direct drive combined refrigerator / freezer | Réfrigérateur-congélateur combiné solaire à entraînement direct | Refrigerador y congelador combinado solar de accionamiento directo | Frigorífico e congelador combinado solar de acionamento direto | ثلاجة ومجمد معاً بتشغيل شمسي مباشر
Cold box - long range | Glacière – longue autonomie | Caja fría: larga duración | Caixa fria – longa duração | صندوق تبريد – طويل المدى
Cold room | Chambre froide | Cámara fría | Câmara fria | غرفة تبريد
Vaccine carrier - freeze-free | Porte-vaccins – sans risque de congélation | Portavacunas: sin riesgo de congelación | Porta-vacinas – sem risco de congelação | حاملة لقاحات – مانعة للتجمد
Cold box - short range | Glacière – courte autonomie | Caja fría: corta duración | Caixa fria – curta duração | صندوق تبريد – قصير المدى
Combined ice-lined refrigerator / freezer | Réfrigérateur à paroi de glace et congélateur combiné | Refrigerador con revestimiento de hielo y congelador combinado | Frigorífico revestido de gelo e congelador combinado | ثلاجة مبطنة بالثلج ومجمد معاً
Solar direct drive refrigerator | Réfrigérateur solaire à entraînement direct | Refrigerador solar de accionamiento directo | Frigorífico solar de acionamento direto | ثلاجة شمسية مباشرة التشغيل
Long-term passive storage device | Dispositif de stockage passif de longue durée | Dispositivo de almacenamiento pasivo de larga duración | Dispositivo de armazenamento passivo de longa duração | جهاز تخزين سلبي طويل الأمد
Refrigerator | Réfrigérateur | Refrigerador | Frigorífico | ثلاجة
Climate zone | Zone climatique | Zona climática | Zona climática | المنطقة المناخية
Energy consumption during freezing (KW per day) | Consommation d’énergie pendant la congélation (kW par jour) | Consumo de energía durante la congelación (kW por día) | Consumo de energia durante a congelação (kW por dia) | استهلاك الطاقة أثناء التجميد (كيلوواط في اليوم)
Energy consumption (stable running, continuous power) (KW per day) | Consommation d’énergie (régime stable, alimentation continue) (kW par jour) | Consumo de energía (funcionamiento estable, corriente continua) (kW por día) | Consumo de energia (funcionamento estável, alimentação contínua) (kW por dia) | استهلاك الطاقة (تشغيل مستقر، كهرباء متواصلة) (كيلوواط في اليوم)
Energy Source | Source d’énergie | Fuente de energía | Fonte de energia | مصدر الطاقة
Expected Lifespan (in years) | Durée de vie prévue (en années) | Vida útil prevista (en años) | Vida útil prevista (em anos) | العمر المتوقع (بالسنوات)
External dimensions - WxDxH (in cm) | Dimensions extérieures – L×P×H (en cm) | Dimensiones externas: ancho×fondo×alto (en cm) | Dimensões externas – L×P×A (em cm) | الأبعاد الخارجية – عرض×عمق×ارتفاع (بالسنتيمتر)
Freeze protection | Protection contre le gel | Protección contra la congelación | Proteção contra congelação | الحماية من التجمد
Hold over time (hours) | Autonomie (heures) | Autonomía (horas) | Autonomia (horas) | مدة الحفظ (ساعات)
Initial mapping date | Date de la première cartographie | Fecha del primer mapeo | Data do primeiro mapeamento | تاريخ أول رسم حراري
Most recent mapping date | Date de la dernière cartographie | Fecha del último mapeo | Data do último mapeamento | تاريخ آخر رسم حراري
Refrigerant Type(s) | Type(s) de réfrigérant | Tipo(s) de refrigerante | Tipo(s) de refrigerante | نوع (أنواع) المبرّد
Storage capacity -20 °C (litres) | Capacité de stockage −20 °C (litres) | Capacidad de almacenamiento a −20 °C (litros) | Capacidade de armazenamento a −20 °C (litros) | سعة التخزين عند −20 °م (لترات)
Storage capacity +5 °C (litres) | Capacité de stockage +5 °C (litres) | Capacidad de almacenamiento a +5 °C (litros) | Capacidade de armazenamento a +5 °C (litros) | سعة التخزين عند +5 °م (لترات)
Storage capacity -70 °C (litres) | Capacité de stockage −70 °C (litres) | Capacidad de almacenamiento a −70 °C (litros) | Capacidade de armazenamento a −70 °C (litros) | سعة التخزين عند −70 °م (لترات)
Temperature monitoring device | Dispositif de suivi de la température | Dispositivo de control de la temperatura | Dispositivo de monitorização da temperatura | جهاز مراقبة الحرارة
Voltage stabilizer | Stabilisateur de tension | Estabilizador de voltaje | Estabilizador de tensão | مثبت الجهد
Waterpack freezing capacity per 24 hours (Kg) | Capacité de congélation d’accumulateurs par 24 heures (kg) | Capacidad de congelación de paquetes de agua en 24 horas (kg) | Capacidade de congelação de acumuladores em 24 horas (kg) | سعة تجميد عبوات الماء في 24 ساعة (كغ)
Waterpack storage capacity (Kg) | Capacité de stockage d’accumulateurs (kg) | Capacidad de almacenamiento de paquetes de agua (kg) | Capacidade de armazenamento de acumuladores (kg) | سعة تخزين عبوات الماء (كغ)
Awaiting installation | En attente d’installation | En espera de instalación | À espera de instalação | بانتظار التركيب
Lack of power | Manque d’électricité | Falta de electricidad | Falta de energia | انقطاع الكهرباء
Multiple temperature breaches | Plusieurs écarts de température | Varias desviaciones de temperatura | Vários desvios de temperatura | تجاوزات حرارة متعددة
Needs servicing | Entretien nécessaire | Necesita mantenimiento | Precisa de manutenção | تحتاج إلى صيانة
Stored | Stocké | Almacenado | Armazenado | مخزنة
Awaiting decommissioning | En attente de mise hors service | En espera de retirada | À espera de abate | بانتظار الإخراج من الخدمة
Offsite for repairs | En réparation à l’extérieur | Fuera por reparación | Fora para reparação | خارج الموقع للإصلاح
Needs spare parts | Pièces de rechange nécessaires | Necesita repuestos | Precisa de peças sobressalentes | تحتاج إلى قطع غيار
Unknown | Inconnu | Desconocido | Desconhecido | غير معروف
BCG vaccine | Vaccin BCG | Vacuna BCG | Vacina BCG | لقاح BCG
Measles and rubella vaccine | Vaccin contre la rougeole et la rubéole | Vacuna contra el sarampión y la rubéola | Vacina contra o sarampo e a rubéola | لقاح الحصبة والحصبة الألمانية
DTP-HepB-Hib vaccine | Vaccin DTC-HepB-Hib | Vacuna DTP-HepB-Hib | Vacina DTP-HepB-Hib | لقاح DTP-HepB-Hib
Paracetamol 500 mg | Paracétamol 500 mg | Paracetamol 500 mg | Paracetamol 500 mg | باراسيتامول 500 ملغ
Oral rehydration salts | Sels de réhydratation orale | Sales de rehidratación oral | Sais de reidratação oral | أملاح الإماهة الفموية
`;

const names = new Map(
  lines
    .trim()
    .split('\n')
    .map((line): [string, string[]] => {
      const [name = '', ...others] = line.split(' | ');
      return [name, others];
    }),
);

/** Language → name; undefined for a name that is the same everywhere. */
export function namesOf(name: string): Record<string, string> | undefined {
  const said = names.get(name);
  return said && Object.fromEntries(languages.map((language, at) => [language, said[at] ?? name]));
}
