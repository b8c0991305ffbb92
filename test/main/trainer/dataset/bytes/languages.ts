/** Common words of some languages, and the encodings in which files of theirs are found. */
export const languages: Readonly<Record<string, { encodings: readonly string[]; words: string; space?: string }>> = {
  Japanese: {
    encodings: ['shift_jis', 'euc-jp'],
    words:
      'この映画は とても 良かったです 店員が 親切で また行きたい 残念ながら 料理が 冷めていて 値段も 高すぎると 思います',
    space: '',
  },
  'simplified Chinese': {
    encodings: ['gb18030'],
    words: '这部电影 非常好看 演员的表演 很自然 服务态度 太差了 我不会再来 价格有点贵 但是质量 还可以 推荐给大家',
    space: '',
  },
  'traditional Chinese': {
    encodings: ['big5'],
    words: '這部電影 非常好看 演員的表演 很自然 服務態度 太差了 我不會再來 價格有點貴 但是品質 還可以 推薦給大家',
    space: '',
  },
  Korean: {
    encodings: ['euc-kr'],
    words:
      '이 영화는 정말 재미있었어요 배우들의 연기가 훌륭하고 음식이 식어서 실망했습니다 다시는 가지 않을 것입니다 가격도 비싸요',
  },
  Russian: {
    encodings: ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'],
    words:
      'этот фильм очень понравился всей нашей семье но обслуживание было ужасным и цена слишком высокая больше не приду',
  },
  German: {
    encodings: ['windows-1252', 'cp850'],
    words:
      'der Film war wirklich schön und die Bedienung sehr höflich aber für den Preis müsste es größer sein Überraschung',
  },
  French: {
    encodings: ['windows-1252', 'macintosh'],
    words:
      'le film était très réussi et les acteurs étaient à la hauteur mais le déjeuner fut décevant où ça café théâtre',
  },
  Spanish: {
    encodings: ['windows-1252'],
    words:
      'la película es muy buena y el niño se divirtió mañana pero la atención fue pésima además está caro según mi opinión',
  },
  Arabic: {
    encodings: ['windows-1256'],
    words:
      'هذا الفيلم جميل جدا والممثلون رائعون ولكن الخدمة كانت سيئة للغاية والسعر مرتفع لن أعود مرة أخرى إلى هذا المكان',
  },
  Hebrew: {
    encodings: ['windows-1255'],
    words: 'הסרט הזה היה מצוין והשחקנים נהדרים אבל השירות היה גרוע מאוד והמחיר גבוה לא אחזור לשם שוב לעולם',
  },
  Greek: {
    encodings: ['windows-1253', 'iso-8859-7'],
    words: 'η ταινία ήταν πολύ καλή και οι ηθοποιοί υπέροχοι αλλά η εξυπηρέτηση ήταν απαράδεκτη και η τιμή πολύ υψηλή',
  },
  Turkish: {
    encodings: ['windows-1254'],
    words:
      'bu film çok güzeldi ve oyuncular harikaydı ama yemekler soğuk geldiği için hayal kırıklığına uğradık bir daha gelmeyiz',
  },
  Polish: {
    encodings: ['windows-1250', 'iso-8859-2', 'cp852'],
    words:
      'ten film był naprawdę świetny i aktorzy grali doskonale ale obsługa była okropna że już więcej tam nie pójdę źle',
  },
  Thai: {
    encodings: ['windows-874'],
    words: 'หนังเรื่องนี้ สนุกมาก นักแสดง เล่นดี แต่บริการ แย่มาก ราคาแพง ไม่คุ้มค่า จะไม่กลับมาอีก อาหารอร่อย',
    space: '',
  },
}
