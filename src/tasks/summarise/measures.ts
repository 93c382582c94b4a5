/** Words of measure in the languages that are asked about: numbers in words, units, magnitudes and months. Lower case. */

const words = (list: string): readonly string[] => list.split(" ");

/** Small numbers in words; "one" and its like are articles and pronouns too, and left out. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set(
  words(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen eighteen twenty thirty forty fifty sixty " +
      "seventy eighty ninety hundred thousand million billion half third quarter dozen twice double " +
      "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig vierzig fünfzig hundert tausend millionen milliarden " +
      "halb hälfte drittel viertel dutzend doppelt " +
      "deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente quarante cinquante cent cents mille millions milliards moitié " +
      "tiers quart douzaine double " +
      "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta cien ciento mil millones mitad " +
      "tercio cuarto docena doble " +
      "due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta quaranta cinquanta cento mila milioni metà terzo quarto doppio " +
      "dois duas três quatro sete oito dez onze doze quinze vinte trinta quarenta cinquenta milhões metade terço dobro " +
      "twee drie vijf zes zeven negen tien twaalf vijftien twintig dertig veertig vijftig honderd duizend miljoen miljard helft kwart dubbel " +
      "два две три четыре пять шесть семь восемь девять десять пятнадцать двадцать тридцать сорок пятьдесят сто тысяч миллионов миллиона половина половину четверть вдвое " +
      "اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثمان تسعة تسع عشرة عشر عشرين عشرون ثلاثين أربعين خمسين مئة مائة ألف مليون مليار نصف ثلث ربع",
  ),
);

/** What numbers are counted in and change their sense without: magnitudes, measures, money, times. */
export const UNITS: ReadonlySet<string> = new Set(
  words(
    "hundred thousand million millions billion trillion dozen percent per cent point points degrees celsius fahrenheit " +
      "km m cm mm nm µm mi ft yd ha kg g mg µg mcg t lb lbs oz l ml cl dl kb mb gb tb kib mib gib bit byte bytes kw mw gw w kwh mwh wh v hz khz mhz ghz db " +
      "km² m² cm² m³ ms s sec min h hr hrs am pm " +
      "kilometres kilometers kilometre kilometer metres meters metre meter miles mile feet foot inches inch acres hectares kilograms grams " +
      "micrograms milligrams tonnes tons pounds pound ounces litres liters litre gallons dollars dollar euros euro cents cent pence yen yuan kroner francs rubles " +
      "seconds second minutes minute hours hour days day weeks week months month years year decades centuries century times " +
      "hundert tausend million millionen milliarde milliarden mio mrd prozent prozentpunkte grad kilometer kilometern meter metern quadratmeter hektar " +
      "kilogramm gramm tonnen liter watt kilowattstunden megawatt franken euro cent uhr sekunden minuten minute stunden stunde tage tagen tag wochen " +
      "woche monate monaten monat jahre jahren jahr jahrhundert mal " +
      "mille million millions milliard milliards pour degrés kilomètres kilomètre mètres mètre hectares grammes kilo kilos tonnes litres euros " +
      "heures heure minutes secondes jours jour semaines semaine mois ans année années siècle siècles fois " +
      "mil millón millones ciento grados kilómetros kilómetro metros metro hectáreas gramos kilos toneladas litros dólares horas hora minutos " +
      "segundos días día semanas semana meses mes años año siglo siglos veces " +
      "mila milioni miliardi cento gradi chilometri metri ettari grammi chili tonnellate litri ore ora minuti secondi giorni giorno settimane mesi mese anni anno secolo volte " +
      "milhão milhões bilhões graus quilômetros quilómetros hectares toneladas reais horas dias semanas meses anos séculos vezes " +
      "duizend miljoen miljard procent graden hectare ton uur minuten seconden dagen dag weken week maanden maand jaar eeuw keer " +
      "тысяч тысячи тысяча миллион миллиона миллионов миллиард миллиарда миллиардов процентов процента процент градусов километров километра метров метра " +
      "гектаров килограммов граммов тонн литров рублей рубля долларов евро часов часа час минут минуты секунд дней дня день недель недели месяцев месяца лет года год раз раза руб млн млрд тыс кг км м " +
      "ألف آلاف مليون ملايين مليار مليارات بالمئة بالمائة درجة كيلومتر كيلومترا متر مترا كيلوغرام غرام طن لتر دولار يورو درهم دينار ريال جنيه ساعة ساعات دقيقة دقائق يوم يوما أيام أسبوع أسابيع شهر شهرا أشهر سنة سنوات عام عاما أعوام مرة مرات",
  ),
);

/** What may stand between a magnitude and what is counted in it: "millones de euros", "millions d'euros". */
export const UNIT_LINKS = /^\s(?:de\s|di\s|d['’])/u;

export const MONTHS: ReadonlySet<string> = new Set(
  words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
      "januar jänner februar märz mai juni juli oktober dezember " +
      "janvier février mars avril juin juillet août septembre octobre novembre décembre " +
      "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre " +
      "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre " +
      "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro " +
      "januari februari maart mei augustus " +
      "январь января январе февраль февраля феврале март марта марте апрель апреля апреле май мая мае июнь июня июне июль июля июле август августа " +
      "августе сентябрь сентября сентябре октябрь октября октябре ноябрь ноября ноябре декабрь декабря декабре " +
      "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
  ),
);
